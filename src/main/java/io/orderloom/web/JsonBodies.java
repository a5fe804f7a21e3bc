package io.orderloom.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.validation.Validator;
import java.io.IOException;
import org.springframework.stereotype.Component;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.BindException;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

/** Reads JSON bodies that came another way than HTTP as strictly as those that came over it. */
@Component
public class JsonBodies {

    private final ObjectMapper json;
    private final SpringValidatorAdapter validator;
    private final long limit;

    JsonBodies(ObjectMapper json, Validator validator, WebSettings settings) {
        this.json = json;
        this.validator = new SpringValidatorAdapter(validator);
        this.limit = settings.jsonLimit().toBytes();
    }

    /** @throws MalformedRequest when the body is too large, or not one JSON object or array in clean UTF-8 */
    public JsonBody read(byte[] body) {
        if (body.length > limit) {
            throw new MalformedRequest("The body is larger than " + limit + " bytes.");
        }
        return new JsonBody(this, body, StrictJson.read(body));
    }

    <T> T bind(byte[] body, Class<T> type) {
        try {
            T bound = json.readValue(body, type);
            BeanPropertyBindingResult result = new BeanPropertyBindingResult(bound, "body");
            validator.validate(bound, result);
            if (result.hasErrors()) {
                throw ProblemReading.invalid(new BindException(result));
            }
            return bound;
        } catch (IOException e) {
            throw ProblemReading.ofBody(e);
        }
    }
}
