package io.orderloom.sandbox;

import java.util.Map;

/**
 * A payment as the service opened it, before any client has called.
 *
 * @param channel by its name in the service's API
 * @param scene by its name in the service's API
 * @param clientParams what the client app would call with
 */
public record OpenedByService(String channel, String scene, Map<String, String> clientParams) {

    public OpenedByService {
        clientParams = Map.copyOf(clientParams);
    }
}
