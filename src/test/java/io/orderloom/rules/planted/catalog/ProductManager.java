package io.orderloom.rules.planted.catalog;

import io.orderloom.rules.planted.order.web.OrderPage;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.bind.annotation.GetMapping;

/** Knows the order, answers HTTP, keeps a price as a fraction, is injected into, sleeps. */
public class ProductManager {

    @Autowired
    OrderPage page = new OrderPage();

    double price;

    @GetMapping("/products")
    long products() throws InterruptedException {
        Thread.sleep(1);
        return System.currentTimeMillis();
    }
}
