package io.orderloom.sandbox.miniprogram;

import org.jspecify.annotations.Nullable;

/**
 * The mini-program as the platform knows it.
 *
 * @param mostParcels how many parcels one payment's shipping info may hold; WeChat's texts say 10 and 15
 * @param pushToken by which the platform signs what it pushes
 * @param encodingAesKey 43 characters, by which it encrypts that
 * @param pushUrl where it pushes; null when nobody has told it
 */
public record MiniProgramSettings(
        String appId,
        String appSecret,
        int mostParcels,
        String pushToken,
        String encodingAesKey,
        @Nullable String pushUrl) {}
