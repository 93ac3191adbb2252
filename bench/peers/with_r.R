# Yearly tables and a chart of the portal's exports, as a person would write it with R alone, and
# with data.table to read the files if that is installed.
#
# usage: Rscript with_r.R ARCHIVE.csv [UNDER-INVESTIGATION.csv] FOLDER

args <- commandArgs(trailingOnly = TRUE)
has_table <- requireNamespace("data.table", quietly = TRUE)
if (identical(args, "--versions")) {
  versions <- paste("R", getRversion())
  if (has_table) versions <- paste0(versions, ", data.table ", packageVersion("data.table"))
  cat(versions, "\n")
  quit(status = 0)
}

columns <- c("name", "state", "entity_type", "individuals", "submitted_on",
             "breach_types", "locations", "business_associate", "description")
read <- function(path) {
  rows <- if (has_table) {
    as.data.frame(data.table::fread(path, colClasses = "character"))
  } else {
    read.csv(path, colClasses = "character", check.names = FALSE)
  }
  # Some captures are not UTF-8; no table here shows a letter that suffers. Blank is blank whether a
  # file quotes it or not, which na.strings distinguishes.
  rows[] <- lapply(rows, function(x) {
    x <- iconv(x, "UTF-8", "UTF-8", sub = "?")
    replace(x, x %in% c("", "\\N"), NA)
  })
  setNames(rows, columns)
}
folder <- args[length(args)]
breaches <- read(args[1])

# A report that is in both views counts once; its description may differ.
alike <- function(rows) do.call(paste, c(rows[columns != "description"], sep = "\x1f"))
for (path in args[-c(1, length(args))]) {
  current <- read(path)
  breaches <- rbind(breaches, current[!(alike(current) %in% alike(breaches)), ])
}

stated <- function(text) ifelse(is.na(text), "Not stated", trimws(text))
year <- as.integer(format(as.Date(trimws(breaches$submitted_on), "%m/%d/%Y"), "%Y"))
year <- ifelse(year < 100, year + 2000L, year) # some write 10/21/09
individuals <- as.numeric(gsub(",", "", trimws(breaches$individuals)))
write <- function(rows, name) {
  write.csv(rows, file.path(folder, name), row.names = FALSE, na = "", quote = FALSE)
}

by_year <- data.frame(year = sort(unique(year)))
by_year$breaches <- as.integer(table(year))
by_year$individuals <- sapply(split(individuals, year), function(x) {
  if (all(is.na(x))) NA else format(sum(x, na.rm = TRUE), scientific = FALSE, trim = TRUE)
})
write(by_year, "breaches_by_year.csv")

types <- lapply(strsplit(stated(breaches$breach_types), ","), function(x) {
  x <- unique(trimws(x))
  x[x != ""]
})
count <- function(year, value, name) {
  counted <- as.data.frame(table(year = year, value = value), stringsAsFactors = FALSE)
  counted <- counted[counted$Freq > 0, ]
  names(counted) <- c("year", name, "breaches")
  counted
}
write(count(rep(year, lengths(types)), unlist(types), "breach_type"), "types_by_year.csv")
write(count(year, stated(breaches$entity_type), "entity_type"), "entity_types_by_year.csv")

png(file.path(folder, "breaches_by_year.png"), width = 1920, height = 1080, res = 200)
barplot(by_year$breaches, names.arg = by_year$year, main = "Breaches reported each year",
        xlab = "Year of submission", ylab = "Breaches")
invisible(dev.off())
