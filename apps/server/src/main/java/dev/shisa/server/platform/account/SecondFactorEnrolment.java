package dev.shisa.server.platform.account;

/**
 * What an app has to learn, for the page that shows it and nothing else.
 *
 * @param secret to be typed, in groups
 * @param address the same for apps on this device
 * @param picture the address for the camera of another
 */
public record SecondFactorEnrolment(String secret, String address, QrPicture picture) {

    /** Never the secret. */
    @Override
    public String toString() {
        return "SecondFactorEnrolment";
    }
}
