package dev.shisa.server.platform.act;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A Java record that a form or a program sends. Its components are the fields: a component that may not be null has to be there, a text
 * says by {@link Words} how long it may be, a number by {@link Within} between what it lies.
 *
 * <p>The words of a field are the messages {@code <words>.field.<name>} and, where there is more to say, {@code .help} behind it; of a
 * choice {@code <words>.<name>.<value>}. What is wrong with it is said by {@code <words>.wrong.<name>.<why>}, {@code <words>.wrong.<name>}
 * or {@code web.wrong.<why>}, the first of them that there is.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Sent {

    /** Begins its messages. */
    String value();

    /** Code of the problem when it cannot be taken; empty: {@code <words>.wrong}. */
    String problem() default "";

    /** Its name in the description of the API; empty: that of the record. */
    String schema() default "";
}
