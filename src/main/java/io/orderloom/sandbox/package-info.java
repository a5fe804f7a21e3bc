/**
 * The gateways in a box: a process of its own that answers like WeChat Pay, kuaidi100 and the mini-program
 * platform, keeps its own books and can be scripted. Shares no code with the service that it tests.
 */
@NullMarked
package io.orderloom.sandbox;

import org.jspecify.annotations.NullMarked;
