/** Programs of others that judge what is made here. */
@NullMarked
package org.strongroom.testing.judge;

import org.jspecify.annotations.NullMarked;
