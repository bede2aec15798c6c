package dev.shisa.server.platform.backup;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;

/**
 * What backs up by itself: where to, with which kind of key, when, and how much is kept. The secrets themselves are files
 * of the data folder.
 *
 * @param hour of the day at which it begins, 0 to 23
 * @param recipient {@code age1…}, or empty when a passphrase is kept
 */
record BackupPlan(String folder, String recipient, int hour, int daily, int weekly, int monthly) {

    static final int HOUR = 2;

    BackupPlan {
        if (hour < 0 || hour > 23) {
            throw new IllegalArgumentException("hour " + hour);
        }
        new Retention(daily, weekly, monthly);
    }

    boolean withPassphrase() {
        return recipient.isEmpty();
    }

    Retention retention() {
        return new Retention(daily, weekly, monthly);
    }

    /** The next beginning after an instant. */
    Instant next(Instant after) {
        ZonedDateTime now = after.atZone(BackupCommand.ZONE);
        ZonedDateTime today = now.with(LocalTime.of(hour, 0));
        return (today.isAfter(now) ? today : today.plusDays(1)).toInstant();
    }

    /** The next drill: on the first of the month, an hour after the backup. */
    Instant nextDrill(Instant after) {
        ZonedDateTime now = after.atZone(BackupCommand.ZONE);
        ZonedDateTime first = now.withDayOfMonth(1).with(LocalTime.of((hour + 1) % 24, 0));
        return (first.isAfter(now) ? first : first.plusMonths(1)).toInstant();
    }
}
