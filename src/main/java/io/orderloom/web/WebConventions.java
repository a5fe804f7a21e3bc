package io.orderloom.web;

import io.orderloom.shared.WireClock;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.List;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts the conventions in place, in the order in which a request meets them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebSettings.class)
class WebConventions implements WebMvcConfigurer {

    /** Right behind Spring Security, whose filter has the order -100. */
    private static final int BEHIND_CREDENTIALS = -90;

    @Bean
    FilterRegistrationBean<RequestFrame> requestFrame() {
        FilterRegistrationBean<RequestFrame> filter = new FilterRegistrationBean<>(new RequestFrame());
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        filter.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
        return filter;
    }

    @Bean
    FilterRegistrationBean<RateLimits> rateLimits(WebSettings settings, WireClock clock, ProblemWriter problems) {
        FilterRegistrationBean<RateLimits> filter =
                new FilterRegistrationBean<>(new RateLimits(settings, clock, problems));
        filter.setOrder(BEHIND_CREDENTIALS);
        return filter;
    }

    @Bean
    FilterRegistrationBean<BodyGate> bodyGate(WebSettings settings, ProblemWriter problems) {
        FilterRegistrationBean<BodyGate> filter = new FilterRegistrationBean<>(new BodyGate(settings, problems));
        filter.setOrder(BEHIND_CREDENTIALS + 1);
        return filter;
    }

    @Bean
    RequestRejectedHandler requestRejectedHandler(ProblemWriter problems) {
        return problems::write;
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> quietTomcat() {
        return factory -> factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ProblemErrorValve.class.getName());
            }
        });
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new RoleGate()).order(Ordered.HIGHEST_PRECEDENCE);
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new WebArguments());
    }
}
