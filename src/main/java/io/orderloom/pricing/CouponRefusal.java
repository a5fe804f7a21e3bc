package io.orderloom.pricing;

/** Why a coupon takes nothing off; the names are the API's codes. */
public enum CouponRefusal {
    /** There is no such coupon, or it is somebody else's. */
    COUPON_UNKNOWN,
    /** It was used. */
    COUPON_USED,
    /** An unpaid order holds it. */
    COUPON_LOCKED,
    /** Its time has not come. */
    COUPON_NOT_YET_VALID,
    /** Its time is over. */
    COUPON_EXPIRED,
    /** The goods cost less than it asks for. */
    COUPON_BELOW_THRESHOLD,
    /** It was named twice. */
    COUPON_DUPLICATE,
    /** It does not go together with one that takes more off. */
    COUPON_EXCLUSIVE,
    /** Other coupons left nothing to take it off from. */
    COUPON_NOTHING_LEFT
}
