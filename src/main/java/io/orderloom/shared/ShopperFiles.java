package io.orderloom.shared;

import java.util.List;

/** The files that shoppers uploaded, for the rooms in which they show them. */
public interface ShopperFiles {

    /**
     * Keeps files for as long as their shopper is known, in the running transaction: somebody shows them now.
     *
     * @param shopper whose they must be
     * @param pointer where the request names them, for instance {@code /evidence}
     * @throws InvalidRequest {@code FILE_UNKNOWN} naming each that is absent or somebody else's
     */
    void use(ShopperId shopper, List<String> fileIds, String pointer);

    /** Where the API gives a file out. */
    static String address(String fileId) {
        return "/api/v1/files/" + fileId;
    }
}
