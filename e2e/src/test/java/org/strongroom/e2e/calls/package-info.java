/** Who may call what, and what callers are told who ask for something impossible. */
@NullMarked
package org.strongroom.e2e.calls;

import org.jspecify.annotations.NullMarked;
