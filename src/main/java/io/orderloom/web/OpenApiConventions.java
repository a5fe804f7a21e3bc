package io.orderloom.web;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.HandlerMethod;

/** Tells in {@code /v3/api-docs} what all routes have in common, so that no controller has to repeat it. */
@Configuration(proxyBeanMethods = false)
class OpenApiConventions {

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class, IdempotencyKey.class, PageRequest.class);
    }

    @Bean
    OpenAPI orderloomApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Orderloom")
                        .version("v1")
                        .description("Orders of shops that live in WeChat mini-programs. 微信小程序商城的订单编排。"))
                .components(new Components()
                        .addSecuritySchemes(
                                "bearer",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description(
                                                "A program's key, a shopper's token, or the identity provider's token"))
                        .addSecuritySchemes(
                                "basic",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("basic")
                                        .description("The staff"))
                        .addSchemas("Problem", problemSchema()))
                .addSecurityItem(new SecurityRequirement().addList("bearer"))
                .addSecurityItem(new SecurityRequirement().addList("basic"));
    }

    @Bean
    OperationCustomizer conventionsOfEveryRoute() {
        return OpenApiConventions::describe;
    }

    private static Operation describe(Operation operation, HandlerMethod method) {
        List<Class<?>> arguments = Arrays.stream(method.getMethod().getParameterTypes())
                .<Class<?>>map(type -> type)
                .toList();
        if (arguments.contains(IdempotencyKey.class)) {
            operation.addParametersItem(
                    header("Idempotency-Key", "Names the intention; the same key and body get the same answer", true)
                            .schema(new StringSchema().minLength(1).maxLength(64)));
        }
        if (Arrays.stream(method.getMethodParameters()).anyMatch(WebArguments::isOptionalKey)) {
            if (operation.getParameters() != null) {
                operation.getParameters().removeIf(parameter -> "key".equals(parameter.getName()));
            }
            operation.addParametersItem(
                    header("Idempotency-Key", "Names the intention; the same key and body get the same answer", false)
                            .schema(new StringSchema().minLength(1).maxLength(64)));
        }
        if (arguments.contains(PageRequest.class)) {
            operation.addParametersItem(query("page", 0, 0, PageRequest.MAX_PAGE));
            operation.addParametersItem(query("size", PageRequest.DEFAULT_SIZE, 1, PageRequest.MAX_SIZE));
        }
        Roles roles = RoleGate.rolesOf(method);
        if (RoleGate.isOpen(method)) {
            operation.setSecurity(List.of());
        } else if (roles != null) {
            operation.addExtension(
                    "x-roles", Arrays.stream(roles.value()).map(Role::key).toList());
            if (Arrays.asList(roles.value()).contains(Role.SHOP)) {
                operation.addParametersItem(
                        header("X-Shopper-Id", "With a key of role shop: the shopper it calls for", false)
                                .schema(new StringSchema().maxLength(64)));
            }
        }
        if (operation.getResponses() != null) {
            operation.getResponses().addApiResponse("default", refusal());
        }
        return operation;
    }

    private static ApiResponse refusal() {
        return new ApiResponse()
                .description("A refusal (RFC 9457)")
                .content(new Content()
                        .addMediaType(
                                "application/problem+json",
                                new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"))));
    }

    private static Parameter header(String name, String description, boolean required) {
        return new Parameter().in("header").name(name).description(description).required(required);
    }

    private static Parameter query(String name, int otherwise, int least, int most) {
        Schema<Number> schema = new IntegerSchema();
        schema.setDefault(otherwise);
        schema.setMinimum(BigDecimal.valueOf(least));
        schema.setMaximum(BigDecimal.valueOf(most));
        return new Parameter().in("query").name(name).required(false).schema(schema);
    }

    private static Schema<?> problemSchema() {
        Schema<Object> at = new ObjectSchema();
        at.addProperty("pointer", new StringSchema());
        at.addProperty("code", new StringSchema());
        at.addProperty("detail", new StringSchema());
        Schema<Object> problem = new ObjectSchema();
        for (String text : List.of("type", "title", "detail", "code", "requestId")) {
            problem.addProperty(text, new StringSchema());
        }
        problem.addProperty("status", new IntegerSchema());
        problem.addProperty("errors", new ArraySchema().items(at));
        problem.setRequired(List.of("type", "title", "status", "detail", "code"));
        return problem;
    }
}
