package io.orderloom.rules.planted.payment;

import com.rabbitmq.client.ConnectionFactory;
import com.wechat.pay.java.core.RSAConfig;
import io.orderloom.rules.planted.sandbox.SpringyGateway;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.context.Context;
import org.jspecify.annotations.Nullable;

/** Knows a vendor, the broker, the engine, its inside, a script engine and the sandbox. */
public class CallsVendors {

    @Nullable
    RSAConfig vendor;

    @Nullable
    ConnectionFactory broker;

    @Nullable
    RuntimeService engine;

    @Nullable
    Context inside;

    javax.script.@Nullable ScriptEngine scripts;

    @Nullable
    SpringyGateway gateway;
}
