package io.orderloom.fulfilment.gateway.kuaidi100;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderloom.fulfilment.Carriers.PushReader;
import io.orderloom.fulfilment.Carriers.Track;
import io.orderloom.fulfilment.PushRefused;
import java.util.Map;

/** Reads kuaidi100's pushes (its document "push"); they are signed with our own salt. */
final class Kuaidi100PushReader implements PushReader {

    private static final int LONGEST = 256 * 1024;

    private final Kuaidi100Settings settings;
    private final ObjectMapper json;

    Kuaidi100PushReader(Kuaidi100Settings settings, ObjectMapper json) {
        this.settings = settings;
        this.json = json;
    }

    @Override
    public Track read(Map<String, String> form) {
        String param = form.getOrDefault("param", "");
        String sign = form.getOrDefault("sign", "");
        if (!settings.configured()) {
            throw new PushRefused("nobody asked for pushes");
        }
        if (param.isEmpty() || param.length() > LONGEST) {
            throw new PushRefused("it is empty or too long");
        }
        if (!Kuaidi100Sign.matches(sign, param, settings.salt())) {
            throw new PushRefused("its signature is wrong");
        }
        try {
            JsonNode result = json.readTree(param).path("lastResult");
            return Kuaidi100Track.read(result);
        } catch (JsonProcessingException e) {
            throw new PushRefused("it is no JSON");
        } catch (Kuaidi100Track.Unreadable e) {
            throw new PushRefused(String.valueOf(e.getMessage()));
        }
    }
}
