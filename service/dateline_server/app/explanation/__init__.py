"""Why an event is what it is: rules, words and values in sentences, in English and Chinese."""
