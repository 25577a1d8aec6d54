package dev.switchboard;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a test of one or more of the thirty points of browser security, by their numbers in {@code
 * project-docs/security.md}. {@link SecurityPointsTest} finds a point without a test.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target({ElementType.METHOD, ElementType.FIELD})
public @interface SecurityPoint {
  int[] value();
}
