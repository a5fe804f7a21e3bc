package io.orderloom.fulfilment.web;

import io.orderloom.fulfilment.Carriers;
import io.orderloom.fulfilment.PushRefused;
import io.orderloom.fulfilment.RecordTracking;
import io.orderloom.web.OpenRoute;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where kuaidi100 pushes tracks. It repeats a push three times, half an hour apart, unless the answer says
 * {@code result: true} (its document "subscription push").
 */
@RestController
class Kuaidi100Webhook {

    private static final Logger LOG = LoggerFactory.getLogger(Kuaidi100Webhook.class);

    private final Carriers.PushReader reader;
    private final RecordTracking recordTracking;

    Kuaidi100Webhook(Carriers.PushReader reader, RecordTracking recordTracking) {
        this.reader = reader;
        this.recordTracking = recordTracking;
    }

    /** kuaidi100's own form of an answer. */
    record Answer(boolean result, String returnCode, String message) {}

    @OpenRoute("the push's signature is verified")
    @PostMapping(path = "/webhooks/kuaidi100", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ResponseEntity<Answer> push(@RequestParam Map<String, String> form) {
        try {
            if (!recordTracking.pushed(reader.read(form))) {
                return ResponseEntity.status(HttpStatus.NOT_FOUND).body(new Answer(false, "404", "no such parcel"));
            }
            return ResponseEntity.ok(new Answer(true, "200", "成功"));
        } catch (PushRefused refused) {
            LOG.info("A carrier's push was refused: {}", refused.getMessage());
            return ResponseEntity.status(HttpStatus.UNAUTHORIZED).body(new Answer(false, "401", "not accepted"));
        }
    }
}
