package io.orderloom.customer.gateway.wechat;

import cn.binarywang.wx.miniapp.api.WxMaService;
import io.orderloom.customer.LoginRefused;
import io.orderloom.customer.LoginUnavailable;
import io.orderloom.customer.MiniProgramLogin;
import java.util.Set;
import java.util.regex.Pattern;
import me.chanjar.weixin.common.error.WxErrorException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who logged in, as WeChat knows (its document "code2Session"). The session key is not kept. */
final class WeChatLogin implements MiniProgramLogin {

    private static final Logger LOG = LoggerFactory.getLogger(WeChatLogin.class);

    /** Codes of WeChat look so; anything else would also end up in the address of our call. */
    private static final Pattern CODE = Pattern.compile("[0-9A-Za-z_-]{1,128}");

    /** Not valid, used before, or of somebody whom WeChat blocks. */
    private static final Set<Integer> REFUSALS = Set.of(40029, 40163, 40226);

    private final WxMaService weChat;

    WeChatLogin(WxMaService weChat) {
        this.weChat = weChat;
    }

    @Override
    public String openid(String code) {
        if (!CODE.matcher(code).matches()) {
            throw new LoginRefused();
        }
        try {
            @Nullable String openid = weChat.jsCode2SessionInfo(code).getOpenid();
            if (openid == null || openid.isBlank()) {
                LOG.warn("WeChat answered a login without saying who it is");
                throw new LoginUnavailable();
            }
            return openid;
        } catch (WxErrorException e) {
            int error = e.getError().getErrorCode();
            if (REFUSALS.contains(error)) {
                throw new LoginRefused();
            }
            LOG.warn("WeChat refused to say who logged in: {}", error);
            throw new LoginUnavailable();
        } catch (LoginUnavailable e) {
            throw e;
        } catch (RuntimeException e) {
            // The messages of WxJava hold addresses with tokens, and whole answers.
            LOG.warn("WeChat did not say who logged in: {}", e.getClass().getSimpleName());
            throw new LoginUnavailable();
        }
    }
}
