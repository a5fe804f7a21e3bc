package io.orderloom.sandbox.gateway;

/** A client app would not accept these parameters. */
public final class ClientRefusal extends Exception {

    private static final long serialVersionUID = 1L;

    public ClientRefusal(String message) {
        super(message);
    }
}
