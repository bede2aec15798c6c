package dev.shisa.server.audience;

/**
 * How long an acknowledgement may take, and how many have to read a notice.
 *
 * @param acknowledgeDays after which a business that has said nothing is somebody's task
 * @param readDays after which it is looked at how many have read
 * @param readPercent below which that is too few
 */
record AudienceRules(int acknowledgeDays, int readDays, int readPercent) {

    static final AudienceRules USUAL = new AudienceRules(14, 14, 50);
    static final int DAYS_MAX = 365;

    boolean isSound() {
        return acknowledgeDays >= 1
                && acknowledgeDays <= DAYS_MAX
                && readDays >= 1
                && readDays <= DAYS_MAX
                && readPercent >= 0
                && readPercent <= 100;
    }
}
