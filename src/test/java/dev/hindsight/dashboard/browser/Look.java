package dev.hindsight.dashboard.browser;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;

/**
 * How somebody has the browser set.
 *
 * @param zone the name of a time zone
 */
record Look(
        int width,
        int height,
        ColorScheme scheme,
        ReducedMotion motion,
        ForcedColors forced,
        String zone) {

    static final Look USUAL =
            new Look(
                    1280,
                    800,
                    ColorScheme.LIGHT,
                    ReducedMotion.NO_PREFERENCE,
                    ForcedColors.NONE,
                    "UTC");

    Look wide(int pixels) {
        return new Look(pixels, height, scheme, motion, forced, zone);
    }

    Look in(ColorScheme another) {
        return new Look(width, height, another, motion, forced, zone);
    }

    Look still() {
        return new Look(width, height, scheme, ReducedMotion.REDUCE, forced, zone);
    }

    Look inForcedColours() {
        return new Look(width, height, scheme, motion, ForcedColors.ACTIVE, zone);
    }

    Look at(String another) {
        return new Look(width, height, scheme, motion, forced, another);
    }

    NewContextOptions options() {
        return new NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setReducedMotion(motion)
                .setForcedColors(forced)
                .setTimezoneId(zone)
                .setLocale("en-GB");
    }
}
