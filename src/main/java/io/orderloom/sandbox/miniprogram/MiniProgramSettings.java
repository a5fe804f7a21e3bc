package io.orderloom.sandbox.miniprogram;

/**
 * The mini-program as the platform knows it.
 *
 * @param mostParcels how many parcels one payment's shipping info may hold; WeChat's texts say 10 and 15
 */
public record MiniProgramSettings(String appId, String appSecret, int mostParcels) {}
