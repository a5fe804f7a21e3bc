package io.orderloom.demo.web;

import io.orderloom.demo.OnlyInDemo;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Serves the demo shop at the service's front door. In production these files are not reachable. */
@Configuration(proxyBeanMethods = false)
@OnlyInDemo
class DemoPages implements WebMvcConfigurer {

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addViewController("/").setViewName("forward:/index.html");
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/index.html", "/shop/**")
                .addResourceLocations("classpath:/demo-shop/", "classpath:/demo-shop/shop/")
                .setCacheControl(CacheControl.noCache());
    }
}
