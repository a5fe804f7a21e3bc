package io.orderloom.sandbox.cashier;

import io.orderloom.sandbox.wire.HttpAnswer;
import io.orderloom.sandbox.wire.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Serves the cashier page and nothing but its own three files. */
public final class CashierPage {

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public void register(Routes routes) {
        file(routes, "/", "index.html", "text/html; charset=utf-8");
        file(routes, "/cashier.css", "cashier.css", "text/css; charset=utf-8");
        file(routes, "/cashier.js", "cashier.js", "text/javascript; charset=utf-8");
        file(routes, "/cashier.svg", "cashier.svg", "image/svg+xml");
    }

    private static void file(Routes routes, String path, String name, String contentType) {
        HttpAnswer page = HttpAnswer.of(200, contentType, read(name))
                .with("Content-Security-Policy", POLICY)
                .with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "no-referrer")
                .with("Cache-Control", "no-cache");
        routes.get(path, call -> page);
    }

    private static byte[] read(String name) {
        try (InputStream in = CashierPage.class.getResourceAsStream("/sandbox/" + name)) {
            if (in == null) {
                throw new IllegalStateException("The sandbox was built without " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
