package io.orderloom.rules.planted.order.web;

/** A page as it may be. */
public class OrderPage {}
