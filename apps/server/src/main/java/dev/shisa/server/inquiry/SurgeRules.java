package dev.shisa.server.inquiry;

/**
 * When an hour stands out.
 *
 * @param factor times what is usual, 2–100
 * @param least inquiries in the hour; fewer are never a surge, 1–100,000
 * @param days that are looked back, 7–90
 */
record SurgeRules(int factor, int least, int days) {

    static final SurgeRules USUAL = new SurgeRules(10, 10, 28);

    boolean isSound() {
        return factor >= 2 && factor <= 100 && least >= 1 && least <= 100_000 && days >= 7 && days <= 90;
    }
}
