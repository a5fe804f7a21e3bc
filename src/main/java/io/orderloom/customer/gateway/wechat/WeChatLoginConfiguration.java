package io.orderloom.customer.gateway.wechat;

import io.orderloom.customer.LoginUnavailable;
import io.orderloom.customer.MiniProgramLogin;
import io.orderloom.gateway.MiniProgramPlatform;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts WeChat behind the login port; a shop without a mini-program has nobody to ask. */
@Configuration(proxyBeanMethods = false)
class WeChatLoginConfiguration {

    @Bean
    MiniProgramLogin weChatLogin(MiniProgramPlatform platform) {
        return platform.client().<MiniProgramLogin>map(WeChatLogin::new).orElse(code -> {
            throw new LoginUnavailable();
        });
    }
}
