/** What the console says, in its languages, and how it writes sizes and times. */
@NullMarked
package org.strongroom.server.face.console.text;

import org.jspecify.annotations.NullMarked;
