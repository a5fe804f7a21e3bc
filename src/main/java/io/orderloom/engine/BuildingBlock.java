package io.orderloom.engine;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a bean that models may call in expressions, such as {@code ${waitingTimes.of('PAYMENT_WINDOW')}}.
 * Besides these only {@link FlowDelegate}s can be named in a model; every other bean is out of reach.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface BuildingBlock {}
