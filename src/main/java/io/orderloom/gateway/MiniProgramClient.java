package io.orderloom.gateway;

import cn.binarywang.wx.miniapp.api.impl.WxMaServiceOkHttpImpl;
import cn.binarywang.wx.miniapp.config.impl.WxMaDefaultConfigImpl;
import java.io.IOException;
import java.util.List;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;

/** WxJava on an HTTP client of ours: everything has an end, nothing is repeated behind our back. */
final class MiniProgramClient extends WxMaServiceOkHttpImpl {

    private final OkHttpClient http;

    MiniProgramClient(MiniProgramSettings settings) {
        this.http = new OkHttpClient.Builder()
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectTimeout(settings.connectTimeout())
                .readTimeout(settings.callTimeout())
                .callTimeout(settings.callTimeout())
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .addInterceptor(MiniProgramClient::onlySuccess)
                .build();
        WxMaDefaultConfigImpl config = new WxMaDefaultConfigImpl();
        config.setAppid(settings.appId());
        config.setSecret(settings.appSecret());
        config.setApiHostUrl(base(settings));
        // Asking for a token does not make the one of another node or another service invalid.
        config.useStableAccessToken(true);
        setMaxRetryTimes(0);
        setWxMaConfig(config);
    }

    @Override
    public void initHttp() {
        // The client is made before WxJava asks for one.
    }

    @Override
    public OkHttpClient getRequestHttpClient() {
        return http;
    }

    private static String base(MiniProgramSettings settings) {
        String text = settings.baseUrl().toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /** WeChat answers 200 to everything it understood; of any other answer WxJava would still read the body. */
    private static Response onlySuccess(Interceptor.Chain chain) throws IOException {
        Response answer = chain.proceed(chain.request());
        if (answer.code() != 200) {
            answer.close();
            throw new IOException("HTTP " + answer.code());
        }
        return answer;
    }
}
