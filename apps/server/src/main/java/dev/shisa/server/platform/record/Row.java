package dev.shisa.server.platform.record;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A Java record whose instances are rows of a table, each with a record in the ledger that says the same.
 *
 * <p>A component {@code startsOn} lies in the column {@code starts_on} and stands in the ledger as {@code startsOn}; where it is the id of
 * something, {@code series} lies in {@code series_id}. A record within ({@code title} with {@code ja} and {@code en}) lies in one column for
 * each of its components ({@code title_ja}). A component that is a row itself was added later and at most once; a list of rows holds those
 * that belong to this one. An {@link Ending} tells that the row counts no more.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Row {

    /** Of the records in the ledger, with its version: {@code inquiry-count/1}. */
    String kind();

    String table();

    /** What it belongs to, as a record says it: {@code count} lies in {@code count_id}. Empty: it stands for itself. */
    String of() default "";

    /** Whether it is changed: each change is a version, and the latest record says what it is now. */
    boolean latest() default false;
}
