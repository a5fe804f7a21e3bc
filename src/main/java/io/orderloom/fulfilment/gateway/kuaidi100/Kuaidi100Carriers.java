package io.orderloom.fulfilment.gateway.kuaidi100;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.fulfilment.Carriers;
import io.orderloom.shared.Outcome;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Subscribes to parcels and asks about them (kuaidi100's documents "subscription" and "real-time query"). */
final class Kuaidi100Carriers implements Carriers {

    private static final Logger LOG = LoggerFactory.getLogger(Kuaidi100Carriers.class);

    /** "Already subscribed". */
    private static final String SUBSCRIBED_BEFORE = "501";

    /** "No result" of a query: the carrier has not scanned the parcel yet. */
    private static final String NO_TRACK_YET = "500";

    private static final String TAKEN = "200";

    /** Account, credit, parameters, signature or carrier are wrong; repeating changes nothing. */
    private static final Set<String> FINAL = Set.of("400", "408", "503", "600", "601", "700", "702");

    private static final int OK = 200;
    private static final int FEWEST_DIGITS = 4;
    private static final int MOST_DIGITS = 11;

    private final Kuaidi100Settings settings;
    private final Map<String, String> codes;
    private final ObjectMapper json;
    private final HttpClient http;

    Kuaidi100Carriers(Kuaidi100Settings settings, Map<String, String> codes, ObjectMapper json) {
        this.settings = settings;
        this.codes = Map.copyOf(codes);
        this.json = json;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public boolean knows(String carrier) {
        return settings.configured() && codes.containsKey(carrier);
    }

    @Override
    public Outcome<Boolean> subscribe(Parcel parcel) {
        String company = codes.get(parcel.carrier());
        if (company == null || !settings.configured()) {
            return notFollowed(parcel);
        }
        ObjectNode parameters = json.createObjectNode()
                .put("callbackurl", String.valueOf(settings.callbackUrl()))
                .put("salt", settings.salt())
                .put("resultv2", "1");
        phone(parcel).ifPresent(phone -> parameters.put("phone", phone));
        ObjectNode param = json.createObjectNode()
                .put("company", company)
                .put("number", parcel.trackingNo())
                .put("key", settings.key());
        param.set("parameters", parameters);
        Map<String, String> form = new LinkedHashMap<>();
        form.put("schema", "json");
        form.put("param", param.toString());
        return call("subscribe to", parcel, "/poll", form, answer -> {
            String code = answer.path("returnCode").asText("");
            if ((answer.path("result").asBoolean(false) && code.equals(TAKEN)) || code.equals(SUBSCRIBED_BEFORE)) {
                return new Outcome.Succeeded<>(Boolean.TRUE);
            }
            return refused("subscribe to", parcel, code);
        });
    }

    @Override
    public Outcome<Track> query(Parcel parcel) {
        String company = codes.get(parcel.carrier());
        if (company == null || !settings.configured()) {
            return notFollowed(parcel);
        }
        ObjectNode question = json.createObjectNode()
                .put("com", company)
                .put("num", parcel.trackingNo())
                .put("resultv2", "1")
                .put("order", "desc");
        phone(parcel).ifPresent(phone -> question.put("phone", phone));
        String param = question.toString();
        Map<String, String> form = new LinkedHashMap<>();
        form.put("customer", settings.customer());
        form.put("sign", Kuaidi100Sign.of(param, settings.key(), settings.customer()));
        form.put("param", param);
        return call("ask about", parcel, "/poll/query.do", form, answer -> {
            if (answer.path("data").isArray()) {
                return new Outcome.Succeeded<>(Kuaidi100Track.read(answer));
            }
            String code = answer.path("returnCode").asText("");
            return code.equals(NO_TRACK_YET)
                    ? new Outcome.Pending<>("The carrier has no track yet")
                    : refused("ask about", parcel, code);
        });
    }

    /** Carriers compare the last four digits; country codes and signs only confuse them. */
    private static Optional<String> phone(Parcel parcel) {
        return Optional.ofNullable(parcel.phone())
                .map(phone -> phone.replaceAll("[^0-9]", ""))
                .filter(digits -> digits.length() >= FEWEST_DIGITS)
                .map(digits -> digits.substring(Math.max(0, digits.length() - MOST_DIGITS)));
    }

    private interface Reading<T> {
        Outcome<T> of(JsonNode answer);
    }

    private <T> Outcome<T> call(String what, Parcel parcel, String path, Map<String, String> form, Reading<T> reading) {
        HttpRequest request = HttpRequest.newBuilder(address(path))
                .timeout(settings.callTimeout())
                .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form)))
                .build();
        try {
            HttpResponse<String> answer = send(request);
            if (answer.statusCode() != OK) {
                return unknown(what, parcel, "HTTP " + answer.statusCode());
            }
            return reading.of(json.readTree(answer.body()));
        } catch (ConnectException | HttpConnectTimeoutException e) {
            LOG.warn("kuaidi100 could not be reached to {} parcel {}", what, parcel.trackingNo());
            return new Outcome.NotExecuted<>("No connection to kuaidi100");
        } catch (JsonProcessingException e) {
            return unknown(what, parcel, "An answer that is no JSON");
        } catch (IOException e) {
            return unknown(what, parcel, e.getClass().getSimpleName());
        } catch (Kuaidi100Track.Unreadable e) {
            return unknown(what, parcel, String.valueOf(e.getMessage()));
        }
    }

    /** The client's own timeout ends with the answer's head; this one goes to the end of the body. */
    private HttpResponse<String> send(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<String>> call =
                http.sendAsync(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        try {
            return call.get(settings.callTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException(e.getCause());
        } catch (TimeoutException e) {
            call.cancel(true);
            throw new InterruptedIOException("No whole answer in time");
        } catch (InterruptedException e) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted");
        }
    }

    private URI address(String path) {
        String base = settings.basePoll().toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static <T> Outcome<T> refused(String what, Parcel parcel, String code) {
        if (FINAL.contains(code)) {
            LOG.warn("kuaidi100 refused to {} parcel {}: {}", what, parcel.trackingNo(), code);
            return new Outcome.Declined<>(code, "kuaidi100 refused");
        }
        return unknown(
                what,
                parcel,
                "Code " + Optional.of(code).filter(it -> !it.isEmpty()).orElse("missing"));
    }

    private static <T> Outcome<T> unknown(String what, Parcel parcel, String reason) {
        LOG.warn("kuaidi100 did not say what came of it to {} parcel {}: {}", what, parcel.trackingNo(), reason);
        return new Outcome.Unknown<>(reason);
    }

    private static <T> Outcome<T> notFollowed(Parcel parcel) {
        return new Outcome.NotExecuted<>("Parcels of " + parcel.carrier() + " are not followed");
    }
}
