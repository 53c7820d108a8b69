/** How tests are run. */
@NullMarked
package org.strongroom.testing.junit;

import org.jspecify.annotations.NullMarked;
