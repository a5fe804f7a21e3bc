package io.orderloom.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A route that needs no credentials of ours. A test lists all of them, so that none opens unnoticed. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface OpenRoute {

    /** Why nobody has to show credentials here, for instance that the gateway's signature is verified. */
    String value();
}
