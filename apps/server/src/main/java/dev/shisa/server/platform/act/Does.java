package dev.shisa.server.platform.act;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An act: a method of a capability that people do on a page and programs by the API. Who may do it says {@code @Requires}, what it is
 * called there {@code @Operation}; the class has {@link Doing}.
 *
 * <p>Its parameters are found by their types: a {@link Sent} record is read from the form or the body, a {@code Person} is whoever acts, a
 * {@link Seen} is the field {@code version} or the header {@code If-Match}, a {@link Door} is where it came in, a thing that is {@link Named}
 * is found, and an id or a text is the part of the address that has its name, or for a page the field of its form; a request is the one that
 * it came with. A file is a component of what is sent ({@link Attached}).
 *
 * <p>A form whose fields cannot be taken is shown again on its page ({@code Form}); a program is told the same fields.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Does {

    /** Where a form sends it, with the parts of the address in braces; empty: no page does it. */
    String page() default "";

    /** The page that has the form and to which the reader returns; empty: the same address. */
    String on() default "";

    /** What is said there when it is done: {@code ?done=<done>}; in braces a component of what was made. */
    String done() default "";

    /** Where a page goes when it is done, if not back: parts in braces may be components of what was made, as {@code {code:lower}}. */
    String then() default "";

    /** Method and path of the API: {@code POST /api/v1/inquiries}; empty: no program does it. */
    String api() default "";

    /** Whether its page shows what was made, as the attribute {@code made}, and leads nowhere: what is told only once. */
    boolean shown() default false;

    /** What a program is told of it: a record with components of the same names, or with a method {@code of}; Void: the result itself. */
    Class<?> told() default Void.class;
}
