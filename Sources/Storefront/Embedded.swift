enum Probe { static let bytes = PackageResources.shop_css }
