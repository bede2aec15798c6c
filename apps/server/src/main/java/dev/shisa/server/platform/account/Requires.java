package dev.shisa.server.platform.account;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The act that a request handler performs; a handler without this annotation is refused to everybody. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Requires {
    Act value();

    /** Whether it changes what others read, too, so that somebody who is limited to some series may not. */
    boolean all() default false;
}
