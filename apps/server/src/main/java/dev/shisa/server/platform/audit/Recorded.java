package dev.shisa.server.platform.audit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A handler that hands out a file. That somebody took it is recorded before its first byte goes out. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Recorded {

    /** The act, whose words are the message {@code audit.<act>}. */
    String value();
}
