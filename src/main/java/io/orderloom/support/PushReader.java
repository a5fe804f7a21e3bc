package io.orderloom.support;

/** Reads what WeChat pushes and believes only what WeChat signed. */
public interface PushReader {

    /**
     * By what a push, or WeChat's question for our address, is signed; as it came in the query.
     *
     * @param signature over token, time and nonce
     * @param messageSignature over these and the encrypted text; empty in plain mode
     * @param timestamp in seconds
     */
    record Signed(String signature, String messageSignature, String timestamp, String nonce) {}

    /** Whether the shop takes pushes at all. */
    boolean configured();

    /**
     * Checks WeChat's question for our address.
     *
     * @throws PushRefused when it is not WeChat's
     */
    void verify(Signed signed);

    /**
     * Reads a push, JSON or XML.
     *
     * @throws PushUnreadable when it is neither
     * @throws PushRefused when it is not WeChat's, not of now, or for somebody else's mini-program
     */
    Push read(Signed signed, byte[] body);
}
