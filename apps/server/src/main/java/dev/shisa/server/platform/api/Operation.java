package dev.shisa.server.platform.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One operation of the API: what its description tells beside what the handler's own signature does. Its words are the
 * messages {@code api.op.<id>}; how it can fail is gathered by the tests ({@link Fails}).
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Operation {

    /** Stable, and unique in the API: {@code series.list}. Its first part is the group in which it stands. */
    String id();

    /** Status of an answer that was no failure. */
    int status() default 200;

    /** Media type of an answer that is a file. */
    String file() default "";

    /** Whether the body is a file, of any type, and not JSON. */
    boolean takesFile() default false;

    /** Whether the body has values of facts, which fail in their own ways. */
    boolean takesValues() default false;
}
