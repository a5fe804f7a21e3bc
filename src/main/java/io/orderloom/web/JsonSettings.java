package io.orderloom.web;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.PaymentNo;
import io.orderloom.shared.ShopperId;
import io.orderloom.shared.SkuId;
import java.io.IOException;
import java.util.function.Function;
import org.springframework.boot.autoconfigure.jackson.Jackson2ObjectMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Binds JSON without guessing: a value of another type is a mistake to tell. The switches that are plain
 * settings (unknown fields, duplicate keys) stand in {@code application.yml}.
 */
@Configuration(proxyBeanMethods = false)
class JsonSettings {

    /** Identifiers are types to us and plain strings to the world. */
    @Bean
    SimpleModule identifiers() {
        return new SimpleModule("identifiers")
                .addSerializer(OrderNo.class, ToStringSerializer.instance)
                .addSerializer(PaymentNo.class, ToStringSerializer.instance)
                .addSerializer(ShopperId.class, ToStringSerializer.instance)
                .addSerializer(SkuId.class, ToStringSerializer.instance)
                .addDeserializer(OrderNo.class, new IdentifierReader<>(OrderNo.class, OrderNo::new))
                .addDeserializer(PaymentNo.class, new IdentifierReader<>(PaymentNo.class, PaymentNo::new))
                .addDeserializer(ShopperId.class, new IdentifierReader<>(ShopperId.class, ShopperId::new))
                .addDeserializer(SkuId.class, new IdentifierReader<>(SkuId.class, SkuId::new));
    }

    private static final class IdentifierReader<T> extends StdScalarDeserializer<T> {

        private static final long serialVersionUID = 1L;

        private final transient Function<String, T> make;

        IdentifierReader(Class<T> type, Function<String, T> make) {
            super(type);
            this.make = make;
        }

        @Override
        @SuppressWarnings("unchecked") // the context gives back what this type's problem handler made
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return (T) context.handleUnexpectedToken(handledType(), parser);
            }
            String text = parser.getText();
            try {
                return make.apply(text);
            } catch (IllegalArgumentException e) {
                return (T) context.handleInstantiationProblem(handledType(), text, e);
            }
        }
    }

    @Bean
    Jackson2ObjectMapperBuilderCustomizer strictBinding() {
        return builder -> builder.postConfigurer(mapper -> {
            mapper.getFactory().setStreamReadConstraints(StrictJson.LIMITS);
            mapper.coercionConfigDefaults().setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
            mapper.coercionConfigFor(LogicalType.Textual)
                    .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        });
    }
}
