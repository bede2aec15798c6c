package dev.shisa.server.platform.act;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The field of a form in which a component is sent, where it is called otherwise. Of a map these are two: boxes, each for one key, and what
 * the fields of the texts beside them begin with; without, a map is sent as fields {@code <name>.<key>}.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface InForm {
    String[] value();
}
