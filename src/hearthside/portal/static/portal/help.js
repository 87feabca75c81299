// Help itself needs no script; this only leaves the page at once and out of the way back, and keeps the page on the device.
import { watchExit } from "../ui/exit.js";

watchExit();
navigator.serviceWorker?.register("/sw.js");
