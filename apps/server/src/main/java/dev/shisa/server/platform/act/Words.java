package dev.shisa.server.platform.act;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a person wrote: of a row it goes when somebody is erased, and of what is sent it has a length. */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Words {

    /** Characters at most; 0: as many as any text of this name may have. */
    int most() default 0;

    /** Whether there must be some. */
    boolean must() default false;

    /** Lines of its field in a form; 1: a single line. */
    int lines() default 1;
}
