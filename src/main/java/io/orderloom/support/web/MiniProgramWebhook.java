package io.orderloom.support.web;

import io.orderloom.shared.NotFound;
import io.orderloom.support.PushReader;
import io.orderloom.support.PushReader.Signed;
import io.orderloom.support.PushRefused;
import io.orderloom.support.PushUnreadable;
import io.orderloom.support.TakePush;
import io.orderloom.web.OpenRoute;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where WeChat pushes what users of the mini-program write and do, and what becomes of the shop's orders there. It
 * repeats a push twice unless it is answered {@code success} within five seconds (its document "message push").
 */
@RestController
@RequestMapping("/webhooks/wechat-mini-program")
class MiniProgramWebhook {

    private static final Logger LOG = LoggerFactory.getLogger(MiniProgramWebhook.class);
    private static final Pattern ECHO = Pattern.compile("[0-9A-Za-z_-]{1,128}");

    private final PushReader reader;
    private final TakePush takePush;

    MiniProgramWebhook(PushReader reader, TakePush takePush) {
        this.reader = reader;
        this.takePush = takePush;
    }

    /** WeChat asks whether the address is ours before it pushes anything there. */
    @OpenRoute("the question's signature is verified")
    @GetMapping
    ResponseEntity<String> verify(
            @RequestParam(defaultValue = "") String signature,
            @RequestParam(defaultValue = "") String timestamp,
            @RequestParam(defaultValue = "") String nonce,
            @RequestParam(defaultValue = "") String echostr) {
        requireConfigured();
        try {
            reader.verify(new Signed(signature, "", timestamp, nonce));
        } catch (PushRefused refused) {
            return refused(refused);
        }
        return ECHO.matcher(echostr).matches()
                ? answer(HttpStatus.OK, echostr)
                : answer(HttpStatus.BAD_REQUEST, "unreadable");
    }

    @OpenRoute("the push's signature is verified")
    @PostMapping
    ResponseEntity<String> push(
            @RequestParam(defaultValue = "") String signature,
            @RequestParam(name = "msg_signature", defaultValue = "") String messageSignature,
            @RequestParam(defaultValue = "") String timestamp,
            @RequestParam(defaultValue = "") String nonce,
            @RequestBody byte[] body) {
        requireConfigured();
        try {
            takePush.take(reader.read(new Signed(signature, messageSignature, timestamp, nonce), body));
            return answer(HttpStatus.OK, "success");
        } catch (PushUnreadable unreadable) {
            LOG.info("A push of the mini-program could not be read: {}", unreadable.getMessage());
            return answer(HttpStatus.BAD_REQUEST, "unreadable");
        } catch (PushRefused refused) {
            return refused(refused);
        }
    }

    /** A shop that takes no pushes has no such address. */
    private void requireConfigured() {
        if (!reader.configured()) {
            throw new NotFound();
        }
    }

    private static ResponseEntity<String> refused(PushRefused refused) {
        LOG.info("A push of the mini-program was refused: {}", refused.getMessage());
        return answer(HttpStatus.UNAUTHORIZED, "not accepted");
    }

    private static ResponseEntity<String> answer(HttpStatus status, String text) {
        return ResponseEntity.status(status).contentType(MediaType.TEXT_PLAIN).body(text);
    }
}
