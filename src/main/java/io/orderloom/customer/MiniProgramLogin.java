package io.orderloom.customer;

/** Asks the mini-program's platform who logged in. Implemented by its gateway. */
public interface MiniProgramLogin {

    /**
     * Exchanges the code of {@code wx.login} for the shopper's openid; a code serves once and for five minutes.
     *
     * @throws LoginRefused when the platform does not know the code
     * @throws LoginUnavailable when the platform does not answer
     */
    String openid(String code);
}
