/** What is asked before something is done that cannot be undone. */
@NullMarked
package org.strongroom.cli.question;

import org.jspecify.annotations.NullMarked;
