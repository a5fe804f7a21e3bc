package io.orderloom.bench;

/** The calls that lead an order through its life, in their order. */
enum Step {
    PLACE("place the order"),
    OPEN_PAYMENT("open a payment"),
    PAID("take the report of the money"),
    SHIP("ship"),
    SIGNED("take the carrier's signature"),
    RECEIPT("confirm the receipt");

    private final String text;

    Step(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
