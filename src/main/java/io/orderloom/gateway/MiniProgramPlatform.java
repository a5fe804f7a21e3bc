package io.orderloom.gateway;

import cn.binarywang.wx.miniapp.api.WxMaService;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * WeChat's server interface for the shop's mini-program, one client for every room's adapter: one connection pool and
 * one access token for the whole node.
 */
@Component
public final class MiniProgramPlatform {

    private final @Nullable WxMaService client;

    public MiniProgramPlatform(MiniProgramSettings settings) {
        this.client = settings.configured() ? new MiniProgramClient(settings) : null;
    }

    /** The client, which repeats nothing by itself; empty for a shop without a mini-program. */
    public Optional<WxMaService> client() {
        return Optional.ofNullable(client);
    }
}
